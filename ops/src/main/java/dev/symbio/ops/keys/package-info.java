/**
 * The key that all nodes of an installation share: partners know one key that signs checkpoints. It is made once, before the
 * first start.
 */
package dev.symbio.ops.keys;
