//! The order in which the regions of a PAGE file are read, and the lines of an ALTO file.

use std::collections::HashMap;
use std::ops::Range;

use crate::error::FormatError;
use crate::markup::{Attribute, Event, attribute, local, read_xml};

/// A tag, kept until its turn comes.
#[derive(Clone, Debug)]
pub(crate) enum Tag {
    Open { name: Range<usize>, at: Range<usize>, attributes: Vec<Attribute>, is_empty: bool },
    Close { name: Range<usize>, at: Range<usize> },
}

impl Tag {
    /// Keeps an event that is a tag.
    pub(crate) fn keep(event: &Event<'_>) -> Option<Tag> {
        match event {
            Event::Open { name, at, attributes, is_empty } => Some(Tag::Open {
                name: at.start + 1..at.start + 1 + name.len(),
                at: at.clone(),
                attributes: attributes.to_vec(),
                is_empty: *is_empty,
            }),
            Event::Close { name, at } => {
                Some(Tag::Close { name: at.start + 2..at.start + 2 + name.len(), at: at.clone() })
            }
            Event::Text(_) | Event::Verbatim(_) => None,
        }
    }

    /// Returns the event that was kept.
    pub(crate) fn event<'a>(&'a self, source: &'a str) -> Event<'a> {
        let text = |name: &Range<usize>| source.get(name.clone()).unwrap_or_default();
        match self {
            Tag::Open { name, at, attributes, is_empty } => {
                Event::Open { name: text(name), at: at.clone(), attributes, is_empty: *is_empty }
            }
            Tag::Close { name, at } => Event::Close { name: text(name), at: at.clone() },
        }
    }
}

/// Groups within groups that are told apart; what lies deeper is of the last of them.
const DEEPEST: usize = 64;

/// A group of the order that has not ended.
#[derive(Debug, Default)]
struct Group {
    is_ordered: bool,
    /// Its place in the group around it, and its members: an index, and regions by their numbers.
    index: i64,
    members: Vec<(i64, Vec<usize>)>,
}

impl Group {
    /// Returns the regions in their order: by index, or where there is none as they stand in the file.
    fn regions(mut self) -> Vec<usize> {
        if self.is_ordered {
            self.members.sort_by_key(|(index, _)| *index);
        } else {
            self.members.sort_by_key(|(_, regions)| regions.iter().min().copied());
        }
        self.members.into_iter().flat_map(|(_, regions)| regions).collect()
    }
}

/// Returns the tags of the outermost regions of a page in the order in which they are read. Those that the order does not name come
/// last: they stand beside the text. `tags` are those of a page from its `ReadingOrder` on.
///
/// # Complexity
///
/// O(n log n).
pub(crate) fn sorted(source: &str, tags: Vec<Tag>, is_region: impl Fn(&str) -> bool) -> Vec<Tag> {
    let mut regions: Vec<Range<usize>> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let (mut depth, mut order_end) = (0, 0);
    for (at, tag) in tags.iter().enumerate() {
        match tag.event(source) {
            Event::Open { name, attributes, is_empty, .. } if is_region(local(name)) => {
                if depth == 0 {
                    regions.push(at..at + 1);
                }
                if let Some(id) = attribute(source, attributes, "id") {
                    numbers.entry(id).or_insert(regions.len() - 1);
                }
                depth += usize::from(!is_empty);
            }
            Event::Close { name, .. } if is_region(local(name)) => {
                depth -= 1;
                if let Some(region) = regions.last_mut() {
                    region.end = at + 1;
                }
            }
            Event::Close { name, .. } if local(name) == "ReadingOrder" => order_end = at,
            _ => {}
        }
    }
    let mut places: Vec<Option<usize>> = vec![None; regions.len()];
    for (place, number) in order(source, &tags[..order_end], &numbers).into_iter().enumerate() {
        places[number].get_or_insert(place);
    }
    let mut numbers: Vec<usize> = (0..regions.len()).collect();
    numbers.sort_by_key(|&number| places[number].unwrap_or(usize::MAX));
    numbers.into_iter().flat_map(|number| tags[regions[number].clone()].iter().cloned()).collect()
}

/// Returns the numbers of what a `ReadingOrder` names, in its order. What is named twice is there twice.
///
/// PAGE names a region by `regionRef`, with an `index` in ordered groups; ALTO several elements by `REF`, in the order of the file.
fn order(source: &str, tags: &[Tag], numbers: &HashMap<&str, usize>) -> Vec<usize> {
    let mut groups = vec![Group { is_ordered: true, ..Group::default() }];
    let mut too_deep = 0;
    for tag in tags {
        match tag.event(source) {
            Event::Open { name, attributes, is_empty, .. } => {
                let index = || attribute(source, attributes, "index")?.trim().parse().ok();
                let named = |name: &str| {
                    let ids = attribute(source, attributes, name).unwrap_or_default().split_ascii_whitespace();
                    ids.filter_map(|id| numbers.get(id)).copied().collect::<Vec<usize>>()
                };
                let name = local(name);
                if is_empty || !name.contains("Group") {
                    let regions = match name {
                        "RegionRef" | "RegionRefIndexed" => named("regionRef"),
                        "ElementRef" => named("REF"),
                        _ => continue,
                    };
                    if let (Some(group), false) = (groups.last_mut(), regions.is_empty()) {
                        group.members.push((index().unwrap_or(i64::MAX), regions));
                    }
                    continue;
                }
                if groups.len() > DEEPEST {
                    too_deep += 1;
                    continue;
                }
                let is_ordered = name.starts_with("Ordered");
                // A group may be that of the regions within a region.
                let region = named("regionRef");
                let members = if region.is_empty() { Vec::new() } else { vec![(i64::MIN, region)] };
                groups.push(Group { is_ordered, index: index().unwrap_or(i64::MAX), members });
            }
            Event::Close { name, .. } if local(name).contains("Group") => {
                if too_deep > 0 {
                    too_deep -= 1;
                } else if let Some(group) = groups.pop() {
                    let index = group.index;
                    let regions = group.regions();
                    if let Some(around) = groups.last_mut() {
                        around.members.push((index, regions));
                    }
                }
            }
            _ => {}
        }
    }
    groups.into_iter().next().map(Group::regions).unwrap_or_default()
}

/// The places of the blocks and lines that the `ReadingOrder` of an ALTO file names, by their ids.
///
/// Where it holds several orders, the first that names an element counts.
#[derive(Debug, Default)]
pub(crate) struct Order<'s>(HashMap<&'s str, usize>);

/// A line of a page of ALTO.
#[derive(Debug)]
pub(crate) struct OrderedLine<'t> {
    pub(crate) tags: &'t [Tag],
    /// Set if the line read before it is one of another block.
    pub(crate) begins_block: bool,
}

impl<'s> Order<'s> {
    /// Reads the order, which stands before the pages.
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the file; memory for what the order names.
    pub(crate) fn read(source: &'s str) -> Result<Order<'s>, FormatError> {
        let mut tags: Vec<Tag> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let (mut is_open, mut is_known, mut number) = (false, false, 0);
        read_xml(source, false, |event| {
            match &event {
                Event::Open { name, is_empty, .. } if local(name) == "ReadingOrder" => is_open = !is_empty && !is_known,
                Event::Close { name, .. } if local(name) == "ReadingOrder" => (is_open, is_known) = (false, true),
                event if is_open => {
                    if let Event::Open { attributes, .. } = event {
                        let ids = attribute(source, attributes, "REF").unwrap_or_default();
                        numbers.extend(ids.split_ascii_whitespace().map(|id| (id, usize::MAX)));
                    }
                    tags.extend(Tag::keep(event));
                }
                Event::Open { attributes, .. } if is_known => {
                    if let Some(id) = attribute(source, attributes, "ID")
                        && let Some(place) = numbers.get_mut(id)
                    {
                        (*place, number) = (number.min(*place), number + 1);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        numbers.retain(|_, number| *number != usize::MAX);
        let mut places = vec![usize::MAX; number];
        for (place, number) in order(source, &tags, &numbers).into_iter().enumerate() {
            places[number] = places[number].min(place);
        }
        Ok(Order(numbers.into_iter().map(|(id, number)| (id, places[number])).collect()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the lines of a page, of which these are the tags: those named by themselves or by the nearest element around them in the
    /// order of the file's `ReadingOrder`, then the others as they stand.
    ///
    /// # Complexity
    ///
    /// O(n log n).
    pub(crate) fn lines<'t>(&self, source: &str, tags: &'t [Tag]) -> Vec<OrderedLine<'t>> {
        // Of the open elements: the place of the element or of the one around it.
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut lines: Vec<(usize, Option<usize>, Range<usize>)> = Vec::new();
        let (mut block, mut start) = (None, None);
        for (at, tag) in tags.iter().enumerate() {
            match tag.event(source) {
                Event::Open { name, attributes, is_empty, .. } => {
                    let id = attribute(source, attributes, "ID");
                    let own = id.and_then(|id| self.0.get(id)).copied();
                    match local(name) {
                        "TextBlock" => block = Some(at),
                        "TextLine" => start = Some(at),
                        _ => {}
                    }
                    if !is_empty {
                        open.push(own.or(open.last().copied().flatten()));
                    }
                }
                Event::Close { name, .. } => {
                    let place = open.pop().flatten();
                    match local(name) {
                        "TextBlock" => block = None,
                        "TextLine" => {
                            let start = start.take().unwrap_or(at);
                            lines.push((place.unwrap_or(usize::MAX), block, start..at + 1));
                        }
                        _ => {}
                    }
                }
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        lines.sort_by_key(|(place, ..)| *place);
        let mut before = None;
        let ordered = |(_, block, at): (usize, Option<usize>, Range<usize>)| OrderedLine {
            tags: &tags[at],
            begins_block: before.replace(block) != Some(block),
        };
        lines.into_iter().map(ordered).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::read_xml;

    /// The ids of the regions in the order in which they are read.
    fn read(order: &str) -> String {
        let regions: String =
            ["a", "b", "c", "d"].iter().map(|id| format!("<TextRegion id='{id}'><Word/></TextRegion>")).collect();
        let nested = "<TableRegion id='t'><TextRegion id='e'/></TableRegion>";
        let source = format!("<Page><ReadingOrder>{order}</ReadingOrder>{regions}{nested}</Page>");
        let mut tags = Vec::new();
        read_xml(&source, false, |event| {
            tags.extend(Tag::keep(&event));
            Ok(())
        })
        .unwrap();
        let ids = sorted(&source, tags.split_off(1), |name| name.ends_with("Region"));
        let id = |tag: &Tag| match tag.event(&source) {
            Event::Open { attributes, .. } => attribute(&source, attributes, "id").map(str::to_owned),
            _ => None,
        };
        ids.iter().filter_map(id).collect()
    }

    #[test]
    fn an_index_tells_the_order_of_a_group() {
        let indexed = |id, index| format!("<RegionRefIndexed index='{index}' regionRef='{id}'/>");
        let all = [indexed("d", 1), indexed("a", 3), indexed("c", 0)].concat();
        assert_eq!(read(&format!("<OrderedGroup>{all}</OrderedGroup>")), "cdabte");
    }

    #[test]
    fn groups_lie_within_groups() {
        let order = "<OrderedGroup><RegionRefIndexed index='2' regionRef='a'/>\
            <UnorderedGroupIndexed index='1'><RegionRef regionRef='d'/><RegionRef regionRef='b'/></UnorderedGroupIndexed>\
            <OrderedGroupIndexed index='0' regionRef='t'><RegionRefIndexed index='0' regionRef='e'/></OrderedGroupIndexed>\
            </OrderedGroup>";
        assert_eq!(read(order), "tebdac");
    }

    #[test]
    fn without_an_order_that_of_the_file_holds() {
        assert_eq!(
            read("<UnorderedGroup><RegionRef regionRef='c'/><RegionRef regionRef='a'/></UnorderedGroup>"),
            "acbdte"
        );
        assert_eq!(read("<OrderedGroup><RegionRefIndexed index='0' regionRef='none'/></OrderedGroup>"), "abcdte");
        let deep = ["<OrderedGroup>".repeat(200), "<RegionRef regionRef='c'/>".into(), "</OrderedGroup>".repeat(200)];
        assert_eq!(read(&deep.concat()), "cabdte");
    }
}
