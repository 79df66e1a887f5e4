/**
 * The keys that all nodes of an installation share: a page's cursor that one node signed is brought back to another, and
 * partners know one key that signs checkpoints. They are made once, before the first start.
 */
package dev.symbio.ops.keys;
