//! The order in which the regions of a PAGE file are read.

use std::collections::HashMap;
use std::ops::Range;

use crate::markup::{Attribute, Event, attribute, local};

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

/// Returns the numbers of the regions that a `ReadingOrder` names, in their order.
fn order(source: &str, tags: &[Tag], numbers: &HashMap<&str, usize>) -> Vec<usize> {
    let mut groups = vec![Group { is_ordered: true, ..Group::default() }];
    let mut too_deep = 0;
    for tag in tags {
        match tag.event(source) {
            Event::Open { name, attributes, is_empty, .. } => {
                let index = || attribute(source, attributes, "index")?.trim().parse().ok();
                let region = attribute(source, attributes, "regionRef").and_then(|id| numbers.get(id.trim())).copied();
                let name = local(name);
                if is_empty || !name.contains("Group") {
                    let last = groups.last_mut().filter(|_| name.starts_with("RegionRef"));
                    if let (Some(group), Some(region)) = (last, region) {
                        group.members.push((index().unwrap_or(i64::MAX), vec![region]));
                    }
                    continue;
                }
                if groups.len() > DEEPEST {
                    too_deep += 1;
                    continue;
                }
                let is_ordered = name.starts_with("Ordered");
                // A group may be that of the regions within a region.
                let members = region.map(|region| (i64::MIN, vec![region])).into_iter().collect();
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
