//! A page that was set, as a tagged PDF 1.7 (ISO 32000-1 §14.7-14.8). Nothing in it comes from a clock or from chance.

use std::sync::LazyLock;

use pdf_writer::{
    Chunk, Content, Filter, Finish, Name, Pdf, Rect, Ref, Settings, Str, TextStr,
    types::{CidFontType, FontFlags, StructRole, SystemInfo, TableHeaderScope, UnicodeCmap},
    writers::StructTreeRoot,
};

use super::{
    Page,
    face::{Face, Weight},
    layout::{self, Line, Node, PAPER, Role, Sheet},
};

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PAGE: Ref = Ref::new(3);
const CONTENT: Ref = Ref::new(4);
const INFO: Ref = Ref::new(5);
const TREE: Ref = Ref::new(6);
const PARENTS: Ref = Ref::new(7);
const DOCUMENT: Ref = Ref::new(8);
const REGULAR: i32 = 10;
const BOLD: i32 = 15;
const FIRST_ELEMENT: i32 = 20;

/// No indentation: nobody reads the source of a page.
const PLAIN: Settings = Settings { pretty: false };
/// Octets set aside for the file, its text and its elements: a page rarely needs more, and a buffer that grows is copied.
const ROOM: [usize; 3] = [96 << 10, 12 << 10, 24 << 10];

const IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// The file; none when the page does not fit on one sheet.
pub(super) fn write(page: &Page) -> Option<Vec<u8>> {
    let sheet = layout::set(page)?;
    let [file, text, elements] = ROOM;
    let mut pdf = Pdf::with_settings_and_capacity(PLAIN, file);
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(PAGES).lang(TextStr(page.lang));
    catalog.pair(Name(b"StructTreeRoot"), TREE);
    catalog.mark_info().marked(true);
    catalog.viewer_preferences().display_doc_title(true);
    catalog.finish();
    pdf.pages(PAGES).kids([PAGE]).count(1);
    let mut leaf = pdf.page(PAGE);
    let [width, height] = PAPER;
    leaf.media_box(Rect::new(0.0, 0.0, width, height))
        .parent(PAGES)
        .contents(CONTENT)
        .struct_parents(0);
    let mut resources = leaf.resources();
    let mut fonts = resources.fonts();
    fonts
        .pair(font(Weight::Regular), Ref::new(REGULAR))
        .pair(font(Weight::Bold), Ref::new(BOLD));
    fonts.finish();
    resources.finish();
    leaf.finish();
    pdf.document_info(INFO)
        .title(TextStr(&page.title))
        .producer(TextStr("Rentrée"));
    let mut tagged = Tagged::new(text, elements);
    rules(&mut tagged.content, &sheet);
    tagged.tree(&sheet);
    pdf.stream(CONTENT, &tagged.content.finish());
    pdf.extend(&tagged.elements);
    pdf.indirect(PARENTS).array().items(tagged.owners);
    pdf.extend(&FONTS);
    Some(pdf.finish())
}

fn font(weight: Weight) -> Name<'static> {
    match weight {
        Weight::Regular => Name(b"R"),
        Weight::Bold => Name(b"B"),
    }
}

/// Hairlines are decoration: a screen reader passes over them.
fn rules(content: &mut Content, sheet: &Sheet) {
    content.begin_marked_content(Name(b"Artifact"));
    content.set_stroke_gray(0.72).set_line_width(0.5);
    for y in &sheet.rules {
        content.move_to(sheet.left, *y).line_to(sheet.right, *y).stroke();
    }
    content.end_marked_content();
}

/// The text with its marks, and the elements they belong to.
struct Tagged {
    content: Content,
    elements: Chunk,
    /// The element of each mark.
    owners: Vec<Ref>,
    next: i32,
}

impl Tagged {
    fn new(text: usize, elements: usize) -> Self {
        Self {
            content: Content::with_settings_and_capacity(PLAIN, text),
            elements: Chunk::with_settings_and_capacity(PLAIN, elements),
            owners: Vec::new(),
            next: FIRST_ELEMENT,
        }
    }

    fn tree(&mut self, sheet: &Sheet) {
        let kids: Vec<_> = sheet.nodes.iter().map(|node| self.node(node, DOCUMENT)).collect();
        let mut document = self.elements.struct_element(DOCUMENT);
        document.kind(StructRole::Document).parent(TREE);
        let mut children = document.children();
        for kid in kids {
            children.struct_element(kid);
        }
        children.finish();
        document.finish();
        let mut root = self.elements.indirect(TREE).start::<StructTreeRoot<'_>>();
        root.child(DOCUMENT).parent_tree_next_key(1);
        root.parent_tree().nums().insert(0, PARENTS);
    }

    fn node(&mut self, node: &Node, parent: Ref) -> Ref {
        let id = Ref::new(self.next);
        self.next += 1;
        let kids: Vec<_> = node.children.iter().map(|child| self.node(child, id)).collect();
        let mark = (!node.lines.is_empty()).then(|| self.mark(node, id));
        let mut element = self.elements.struct_element(id);
        element.kind(kind(node.role)).parent(parent).page(PAGE);
        let scope = match node.role {
            Role::RowHeader => Some(TableHeaderScope::Row),
            Role::ColumnHeader => Some(TableHeaderScope::Column),
            _ => None,
        };
        if let Some(scope) = scope {
            element.attributes().push().table().scope(scope);
        }
        let mut children = element.children();
        for kid in kids {
            children.struct_element(kid);
        }
        if let Some(mark) = mark {
            children.marked_content_id(mark);
        }
        children.finish();
        id
    }

    /// Writes the lines of an element between its marks.
    fn mark(&mut self, node: &Node, owner: Ref) -> i32 {
        let mark = i32::try_from(self.owners.len()).unwrap_or(i32::MAX);
        self.owners.push(owner);
        let mut begin = self.content.begin_marked_content_with_properties(Name(tag(node.role)));
        begin.properties().identify(mark);
        begin.finish();
        // Readers look for it on a span.
        if let Some(spoken) = &node.spoken {
            let mut span = self.content.begin_marked_content_with_properties(Name(b"Span"));
            span.properties().actual_text(TextStr(spoken));
            span.finish();
        }
        let last = node.lines.len().saturating_sub(1);
        for (n, line) in node.lines.iter().enumerate() {
            self.line(line, n < last);
        }
        if node.spoken.is_some() {
            self.content.end_marked_content();
        }
        self.content.end_marked_content();
        mark
    }

    /// A line that goes on ends in a space, so that copied words stay apart.
    fn line(&mut self, line: &Line, goes_on: bool) {
        let face = line.weight.face();
        let mut glyphs = Vec::with_capacity(2 * line.text.len() + 2);
        let letters = line.text.chars().chain(goes_on.then_some(' '));
        letters.for_each(|letter| glyphs.extend_from_slice(&face.glyph(letter).to_be_bytes()));
        self.content.begin_text();
        self.content
            .set_fill_gray(if line.soft { 0.27 } else { 0.0 })
            .set_font(font(line.weight), line.size)
            .next_line(line.x, line.y)
            .show(Str(&glyphs));
        self.content.end_text();
    }
}

fn kind(role: Role) -> StructRole {
    match role {
        Role::Title => StructRole::H1,
        Role::Heading => StructRole::H2,
        Role::Text => StructRole::P,
        Role::Table => StructRole::Table,
        Role::Row => StructRole::TR,
        Role::RowHeader | Role::ColumnHeader => StructRole::TH,
        Role::Cell => StructRole::TD,
        Role::List => StructRole::L,
        Role::Item => StructRole::LI,
        Role::Bullet => StructRole::Lbl,
        Role::ItemText => StructRole::LBody,
    }
}

fn tag(role: Role) -> &'static [u8] {
    match role {
        Role::Title => b"H1",
        Role::Heading => b"H2",
        Role::RowHeader | Role::ColumnHeader => b"TH",
        Role::Cell => b"TD",
        Role::Bullet => b"Lbl",
        Role::ItemText => b"LBody",
        _ => b"P",
    }
}

/// Both fonts as PDF objects, the same in every sheet: written once.
static FONTS: LazyLock<Chunk> = LazyLock::new(|| {
    let mut chunk = Chunk::with_settings(PLAIN);
    embed(
        &mut chunk,
        Weight::Regular.face(),
        REGULAR,
        b"AtkinsonHyperlegibleNext-Regular",
    );
    embed(&mut chunk, Weight::Bold.face(), BOLD, b"AtkinsonHyperlegibleNext-Bold");
    chunk
});

fn embed(chunk: &mut Chunk, face: &Face, first: i32, name: &'static [u8]) {
    let [font, descendant, descriptor, file, letters] = [0, 1, 2, 3, 4].map(|n| Ref::new(first + n));
    chunk
        .type0_font(font)
        .base_font(Name(name))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(letters);
    let mut cid = chunk.cid_font(descendant);
    cid.subtype(CidFontType::Type2)
        .base_font(Name(name))
        .system_info(IDENTITY)
        .font_descriptor(descriptor)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    cid.widths().consecutive(0, face.advances.iter().copied());
    cid.finish();
    let [left, bottom, right, top] = face.bounds;
    chunk
        .font_descriptor(descriptor)
        .name(Name(name))
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(face.ascent)
        .descent(face.descent)
        .cap_height(face.cap_height)
        .stem_v(80.0)
        .font_file2(file);
    let mut stream = chunk.stream(file, &face.deflated);
    stream.filter(Filter::FlateDecode).pair(Name(b"Length1"), face.length);
    stream.finish();
    let mut map = UnicodeCmap::new(Name(b"Rentree"), IDENTITY);
    for (glyph, letter) in &face.letters {
        map.pair(*glyph, *letter);
    }
    let map = miniz_oxide::deflate::compress_to_vec_zlib(&map.finish(), 9);
    chunk.stream(letters, &map).filter(Filter::FlateDecode);
}
