/** The schema of the stores that several nodes share: made by this command, once, and never by a node. */
package dev.symbio.ops.schema;
