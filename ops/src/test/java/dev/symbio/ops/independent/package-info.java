/**
 * What settlement statements must say, computed a second time. Shares no code with the product: only {@code java.*} is
 * imported here, and the rules are written down from the contract's words, not from the product's classes.
 */
package dev.symbio.ops.independent;
