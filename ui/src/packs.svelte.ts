// What the window says of a pack, and how two chosen files become one answer.
import type { OpenedPack, PackLine } from './bindings'
import { day, t } from './l10n.svelte'

/** Far above what the core accepts, which names the real limit: only so that a film is not read into memory. */
const LARGEST = 16 * 1024 * 1024

/** Which pack serves, and until when. */
export function packSays(pack: PackLine): string {
  const key = pack.key === null ? 'pack-serves-unsigned' : pack.expired ? 'pack-serves-texts' : 'pack-serves'
  return t(key, { signed: day(pack.signed), day: day(pack.until) })
}

/** The pack among the files chosen, with the signature that lies beside it; the key of a sentence when there is no one pack. */
export async function chosen(files: File[]): Promise<OpenedPack | string> {
  const packs = files.filter((file) => !file.name.endsWith('.minisig'))
  const pack = packs[0]
  if (!pack) return 'window-fault-pack-none'
  if (packs.length > 1) return 'window-fault-pack-several'
  const signature = files.find((file) => file.name === `${pack.name}.minisig`)
  if (pack.size > LARGEST || (signature && signature.size > LARGEST)) return 'window-fault-pack-large'
  return { name: pack.name, pack: await base64(pack), signature: signature ? await base64(signature) : null }
}

/** Bytes as they are: what is not UTF-8 is for the core to say. */
function base64(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    // "data:application/toml;base64,…"; an empty file has nothing after the comma, or no comma.
    reader.onload = () => done(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => failed(reader.error)
    reader.readAsDataURL(file)
  })
}
