//! A wall of nftables around the faked internet: whoever comes after the test must not meet it.

use std::process::Command;

/// It falls with the value.
pub(crate) struct Wall;

impl Wall {
    /// Refuses what `packets` names.
    pub(crate) fn before(packets: &str) -> Self {
        nft(&format!(
            "table inet wall {{ chain out {{ type filter hook output priority 0; {packets} reject with tcp reset; }}; }}"
        ));
        Self
    }
}

impl Drop for Wall {
    fn drop(&mut self) {
        nft("delete table inet wall");
    }
}

fn nft(rules: &str) {
    let told = Command::new("nft")
        .arg(rules)
        .status()
        .expect("nftables is installed by the gate");
    assert!(told.success(), "{rules}");
}
