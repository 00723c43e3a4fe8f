//! XML elements in order, escaped by `quick-xml`. Leaf text is exact: no white space is added around it.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use crate::profiles::ProfileRefusal;

/// An element: attributes, then either text or children.
pub(crate) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: Option<String>,
    children: Vec<Element>,
}

impl Element {
    /// An element with children.
    pub(crate) fn new(name: &'static str, children: Vec<Element>) -> Self {
        Self {
            name,
            attributes: Vec::new(),
            text: None,
            children,
        }
    }

    /// A leaf.
    pub(crate) fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            attributes: Vec::new(),
            text: Some(text.into()),
            children: Vec::new(),
        }
    }

    /// One more attribute.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The document, UTF-8, declaration first, ending in a newline.
    pub(crate) fn document(&self) -> Result<Vec<u8>, ProfileRefusal> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        writer
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
            .and_then(|()| self.write(&mut writer))
            .map_err(|error| ProfileRefusal::not_made("xml", &error))?;
        let mut bytes = writer.into_inner();
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let attributes = self.attributes.iter().map(|(name, value)| (*name, value.as_str()));
        let start = writer.create_element(self.name).with_attributes(attributes);
        if let Some(text) = &self.text {
            start.write_text_content(BytesText::new(text))?;
        } else if self.children.is_empty() {
            start.write_empty()?;
        } else {
            start.write_inner_content(|inner| self.children.iter().try_for_each(|child| child.write(inner)))?;
        }
        Ok(())
    }
}
