/**
 * Durable deadlines. An entity's deadlines are derived from its state; the host stores how each command changed them with
 * the event; {@link dev.symbio.platform.deadline.DeadlineTable} keeps them as rows, indexed by due time; and
 * {@link dev.symbio.platform.deadline.DueDeadlines} tells the entity when one is due. The entity looks whether it still
 * holds, so each fires once, after restarts, passivation and rebalancing alike.
 */
package dev.symbio.platform.deadline;
