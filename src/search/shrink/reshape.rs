//! Passes over the shape of a part: nodes of a tree, the order of items.

use std::collections::VecDeque;

use super::order::Size;
use super::{Shrinker, Stop};
use crate::model::Value;
use crate::search::shape::{Part, Place, length, with_items};

/// Items of longer sequences are only put in order all at once.
const SWAPPED: usize = 12;

/// A node of a tree: its value and the indices of its children.
struct Node {
    value: Value,
    children: [Option<usize>; 2],
}

impl<E> Shrinker<'_, E> {
    /// Puts a subtree in the place of its tree, and a node's child, or nothing, in the place of the node.
    pub(super) fn prune_trees(&mut self) -> Result<(), Stop<E>> {
        self.at_each(
            |part| part == Part::Tree,
            |shrinker, Place { path, .. }| {
                let mut target = 0;
                loop {
                    let Value::Tree(items) = shrinker.part(path) else { return Ok(()) };
                    let nodes = nodes(items);
                    let Some(node) = nodes.get(target) else { return Ok(()) };
                    let [left, right] = node.children;
                    let ways = [
                        (target > 0).then(|| level_order(&nodes, Some(target), None)),
                        Some(level_order(&nodes, Some(0), Some((target, None)))),
                        left.map(|child| level_order(&nodes, Some(0), Some((target, Some(child))))),
                        right.map(|child| level_order(&nodes, Some(0), Some((target, Some(child))))),
                    ];
                    let mut found = false;
                    for way in ways.into_iter().flatten() {
                        found = shrinker.consider(shrinker.with(&[(path, Value::Tree(way))]))?;
                        if found {
                            break;
                        }
                    }
                    target = if found { 0 } else { target + 1 };
                }
            },
        )
    }

    /// Puts the items of sequences in order: all at once, or else by changing neighbours.
    pub(super) fn put_in_order(&mut self) -> Result<(), Stop<E>> {
        self.at_each(
            |part| part == Part::Sequence,
            |shrinker, Place { path, .. }| {
                let part = shrinker.part(path);
                let sizes: Vec<Size> = (0..length(part)).map(|index| Size::of(&with_items(part, &[index]))).collect();
                let mut order: Vec<usize> = (0..sizes.len()).collect();
                order.sort_by(|&a, &b| sizes[a].cmp(&sizes[b]));
                if shrinker.consider(shrinker.with(&[(path, with_items(part, &order))]))? || sizes.len() > SWAPPED {
                    return Ok(());
                }
                for index in 1..sizes.len() {
                    for at in (1..=index).rev() {
                        let part = shrinker.part(path);
                        let mut order: Vec<usize> = (0..length(part)).collect();
                        order.swap(at - 1, at);
                        if !shrinker.consider(shrinker.with(&[(path, with_items(part, &order))]))? {
                            break;
                        }
                    }
                }
                Ok(())
            },
        )
    }
}

/// The nodes of a tree in level order.
fn nodes(items: &[Value]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut free = VecDeque::from([None]);
    for item in items {
        let Some(parent) = free.pop_front() else { break };
        if *item == Value::None {
            continue;
        }
        let index = nodes.len();
        if let Some((parent, side)) = parent {
            let parent: &mut Node = &mut nodes[parent];
            parent.children[side] = Some(index);
        }
        nodes.push(Node { value: item.clone(), children: [None, None] });
        free.extend([Some((index, 0)), Some((index, 1))]);
    }
    nodes
}

/// The tree below a root in level order, with another node (or none) in the place of one.
fn level_order(nodes: &[Node], root: Option<usize>, instead: Option<(usize, Option<usize>)>) -> Vec<Value> {
    let standing = |node: Option<usize>| match instead {
        Some((target, other)) if node == Some(target) => other,
        _ => node,
    };
    let mut items = Vec::new();
    let mut waiting = VecDeque::from([standing(root)]);
    while let Some(node) = waiting.pop_front() {
        match node {
            Some(index) => {
                items.push(nodes[index].value.clone());
                waiting.extend(nodes[index].children.map(standing));
            }
            None => items.push(Value::None),
        }
    }
    while items.last() == Some(&Value::None) {
        items.pop();
    }
    items
}
