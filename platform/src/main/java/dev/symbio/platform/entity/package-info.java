/**
 * Event-sourced entities: how one is declared ({@link dev.symbio.platform.entity.EntityKind}), how it decides
 * ({@link dev.symbio.platform.entity.Decision}), and the one generic actor that hosts every kind.
 *
 * <p>Life of a command: the gateway hands it to {@code Entities}; sharding delivers it to the one actor of that entity;
 * the kind's handler decides, as a pure function; the resulting events are chained by hash and written to the journal;
 * only then is the command answered. A command id that was seen before gets the first answer again and has no second
 * effect.
 *
 * <p>Invariants: one writer per entity; state is only ever changed by events; an event that does not match its hash
 * quarantines its entity and no other.
 */
package dev.symbio.platform.entity;
