//! Where each line of the page stands. A4, in points, the origin at the lower left as in PDF.
//!
//! A page that is too long is set again in a smaller type; the person gets one sheet of paper.

use super::{
    Block, Page,
    face::{Weight, composed},
};

/// A4 (ISO 216).
pub(super) const PAPER: [f32; 2] = [595.28, 841.89];

/// About 20 mm.
const MARGIN: f32 = 56.0;

/// What the page may shrink to. At the last, running text is 6.3 points: only the longest texts allowed come so far.
const SCALES: [f32; 6] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6];

/// What an element is, for a screen reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading,
    Text,
    Table,
    Row,
    RowHeader,
    ColumnHeader,
    Cell,
    List,
    Item,
    Bullet,
    ItemText,
}

/// An element: what it says, or what it holds.
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) lines: Vec<Line>,
    /// What it says where the fonts lack a letter of it.
    pub(super) spoken: Option<String>,
    pub(super) children: Vec<Node>,
}

/// One line of text on the paper.
pub(super) struct Line {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) soft: bool,
    pub(super) text: String,
}

/// A page set in type.
pub(super) struct Sheet {
    pub(super) nodes: Vec<Node>,
    /// Heights of the hairlines between rows.
    pub(super) rules: Vec<f32>,
    pub(super) left: f32,
    pub(super) right: f32,
}

/// Sets the page; none when it does not fit on one sheet.
pub(super) fn set(page: &Page) -> Option<Sheet> {
    SCALES.into_iter().find_map(|scale| {
        let mut setter = Setter::new(scale);
        page.blocks.iter().for_each(|block| setter.block(block));
        (setter.y >= MARGIN * 0.75).then_some(setter.sheet)
    })
}

struct Setter {
    scale: f32,
    y: f32,
    sheet: Sheet,
}

/// How a piece of text is set.
#[derive(Clone, Copy)]
struct Style {
    role: Role,
    size: f32,
    weight: Weight,
    soft: bool,
}

impl Style {
    fn plain(role: Role) -> Self {
        Self {
            role,
            size: 10.5,
            weight: Weight::Regular,
            soft: false,
        }
    }

    fn bold(role: Role, size: f32) -> Self {
        Self {
            size,
            weight: Weight::Bold,
            ..Self::plain(role)
        }
    }

    fn soft(role: Role) -> Self {
        Self {
            soft: true,
            ..Self::plain(role)
        }
    }
}

impl Setter {
    fn new(scale: f32) -> Self {
        let [width, height] = PAPER;
        Self {
            scale,
            y: height - MARGIN,
            sheet: Sheet {
                nodes: Vec::new(),
                rules: Vec::new(),
                left: MARGIN,
                right: width - MARGIN,
            },
        }
    }

    fn block(&mut self, block: &Block) {
        let [left, width] = [self.sheet.left, self.sheet.right - self.sheet.left];
        let node = match block {
            Block::Title(text) => self.paragraph(text, Style::bold(Role::Title, 21.0), left, width),
            Block::Text(text) => {
                self.gap(4.0);
                self.paragraph(text, Style::soft(Role::Text), left, width)
            }
            Block::Heading(text) => {
                self.gap(17.0);
                let node = self.paragraph(text, Style::bold(Role::Heading, 13.0), left, width);
                self.gap(3.0);
                node
            }
            Block::Table { head, rows } => self.table(*head, rows, left, width),
            Block::List(items) => self.list(items, left, width),
        };
        self.sheet.nodes.push(node);
    }

    fn table(&mut self, head: bool, rows: &[Vec<String>], left: f32, width: f32) -> Node {
        let header = 138.0;
        let mut children = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            self.rule();
            self.gap(3.0);
            let top = self.y;
            let mut bottom = top;
            let columns = row.len().saturating_sub(1).max(1);
            let wide = (width - header) / columns as f32;
            let mut cells = Vec::new();
            for (column, text) in row.iter().enumerate() {
                self.y = top;
                let style = match (head && n == 0, column) {
                    (true, 0) => Style::plain(Role::Cell),
                    (true, _) => Style::bold(Role::ColumnHeader, 10.5),
                    (false, 0) => Style::soft(Role::RowHeader),
                    (false, _) => Style::plain(Role::Cell),
                };
                let (x, room) = match column {
                    0 => (left, header),
                    _ => (left + header + wide * (column - 1) as f32, wide),
                };
                cells.push(self.paragraph(text, style, x, room - 10.0));
                bottom = bottom.min(self.y);
            }
            self.y = bottom;
            self.gap(3.0);
            children.push(holding(Role::Row, cells));
        }
        self.rule();
        holding(Role::Table, children)
    }

    fn list(&mut self, items: &[String], left: f32, width: f32) -> Node {
        let indent = 14.0;
        let mut children = Vec::new();
        for item in items {
            self.gap(4.0);
            let top = self.y;
            let bullet = self.paragraph("•", Style::plain(Role::Bullet), left + 2.0, indent);
            self.y = top;
            let text = self.paragraph(item, Style::plain(Role::ItemText), left + indent, width - indent);
            children.push(holding(Role::Item, vec![bullet, text]));
        }
        holding(Role::List, children)
    }

    fn paragraph(&mut self, text: &str, style: Style, x: f32, width: f32) -> Node {
        let shown = composed(text);
        let size = style.size * self.scale;
        let spoken = (!style.weight.face().writes(&shown)).then(|| text.to_owned());
        let lines = wrap(&shown, style.weight, size, width)
            .into_iter()
            .map(|text| {
                self.y -= size * 1.36;
                Line {
                    x,
                    y: self.y + size * 0.28,
                    size,
                    weight: style.weight,
                    soft: style.soft,
                    text,
                }
            })
            .collect();
        Node {
            role: style.role,
            lines,
            spoken,
            children: Vec::new(),
        }
    }

    fn gap(&mut self, points: f32) {
        self.y -= points * self.scale;
    }

    fn rule(&mut self) {
        self.sheet.rules.push(self.y);
    }
}

fn holding(role: Role, children: Vec<Node>) -> Node {
    Node {
        role,
        lines: Vec::new(),
        spoken: None,
        children,
    }
}

/// Lines no wider than `width`: broken at spaces, a longer word inside. A no-break space breaks nowhere.
fn wrap(text: &str, weight: Weight, size: f32, width: f32) -> Vec<String> {
    let face = weight.face();
    let room = width / size * 1000.0;
    let wide = |text: &str| text.chars().map(|letter| face.advance(letter)).sum::<f32>();
    let space = face.advance(' ');
    let mut lines = Vec::new();
    let (mut line, mut taken) = (String::new(), 0.0);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let more = wide(word);
        if !line.is_empty() && taken + space + more <= room {
            line.push(' ');
            line.push_str(word);
            taken += space + more;
            continue;
        }
        lines.extend((!line.is_empty()).then(|| std::mem::take(&mut line)));
        taken = 0.0;
        for letter in word.chars() {
            let more = face.advance(letter);
            if taken + more > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                taken = 0.0;
            }
            line.push(letter);
            taken += more;
        }
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_inside() {
        let lines = wrap(
            "un deux trois-mots\u{a0}! https://exemple.test/aaaaaaaaaaaaaaaaaaaaaa",
            Weight::Regular,
            10.0,
            70.0,
        );
        assert!(lines.len() > 3, "{lines:?}");
        let wide = |line: &String| -> f32 { line.chars().map(|letter| Weight::Regular.face().advance(letter)).sum() };
        assert!(lines.iter().all(|line| wide(line) <= 7000.0));
        assert!(lines.iter().any(|line| line.contains("trois-mots\u{a0}!")));
        assert!(wrap("", Weight::Bold, 10.0, 50.0).is_empty());
    }
}
