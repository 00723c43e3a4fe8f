//! The window's types are the core's types: `ui/src/bindings/index.ts` is generated, committed, and may not be stale.
//!
//! Rewrite it with `UPDATE_BINDINGS=1 cargo test --workspace --locked --features rentree/bindings --test all bindings`.

use std::{any::TypeId, collections::BTreeMap, fs, path::Path};

use rentree::{
    net::Contact,
    wizard::{
        ask::{Question, Reply},
        idle::Idle,
        view::{Answer, ChangeLine, Diagnosis, Doing, RefusalLine, UndoneLine, View},
    },
};
use ts_rs::{Config, TS, TypeVisitor};

/// Every declaration reachable from the types that cross the bridge, by name: one file, no import.
struct Declarations {
    config: Config,
    seen: Vec<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        // Only our own types have a file to go to; strings, lists and maps are written where they are used.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.by_name.insert(
                T::ident(&self.config),
                format!("{docs}export {}", T::decl(&self.config)),
            );
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn generated() -> String {
    let mut all = Declarations {
        config: Config::new(),
        seen: Vec::new(),
        by_name: BTreeMap::new(),
    };
    all.visit::<View>();
    all.visit::<Answer>();
    all.visit::<Question>();
    all.visit::<Reply>();
    all.visit::<RefusalLine>();
    all.visit::<Doing>();
    all.visit::<Contact>();
    all.visit::<ChangeLine>();
    all.visit::<UndoneLine>();
    all.visit::<Diagnosis>();
    all.visit::<Idle>();
    let mut text = String::from("// Generated from the Rust types by tests/all/bindings.rs: do not edit.\n");
    for declaration in all.by_name.values() {
        text.push('\n');
        text.push_str(declaration.trim_end());
        text.push('\n');
    }
    text
}

#[test]
fn bindings_are_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/bindings/index.ts");
    let now = generated();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("folder of the bindings");
        fs::write(&path, &now).expect("bindings written");
    }
    let committed = fs::read_to_string(&path).expect("ui/src/bindings/index.ts is committed");
    assert!(
        committed == now,
        "ui/src/bindings/index.ts is stale: run this test with UPDATE_BINDINGS=1"
    );
}
