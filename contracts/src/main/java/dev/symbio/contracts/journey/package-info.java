/**
 * Journeys: work that several companies do together, task by task.
 *
 * <p>A journey belongs to its host. It starts from a plan, written by hand or taken from a template: tasks with an owner (a
 * tenant), what they depend on, a time limit on either clock, what is to be delivered, and a ladder for when the limit passes.
 * A task waits until what it depends on is done, then it is offered and its time runs. Its owner accepts, starts, pauses, hands
 * over and delivers; the host accepts the delivery, returns it, reopens the task or cancels it. Time runs while it is the
 * owner's turn and stands still in a pause, after a delivery and once done; all of it is kept on a ledger.
 *
 * <p>Invariants: tasks depend on each other without a circle; only participants own tasks; facts of a task are in the order of
 * their times; what was used on one version of the calendar stays so when another one comes; a journey is done when each task
 * is done or cancelled. The host sees everything, a participant its own tasks, title and state of what they depend on, and the
 * shared fields; to all others the journey does not exist. {@link dev.symbio.contracts.journey.JourneyPart} cuts the history the
 * same way.
 *
 * <p>Whoever has to act finds it in the inbox: the person that has a task, or its role, or all who manage journeys at its owner;
 * the journey's owner what is declined, delivered or disputed.
 *
 * <p>What is done is counted: per month for reviews and contributions, and per owner as the record that an alert carries. A task
 * that is opened again is taken out as it was counted.
 */
package dev.symbio.contracts.journey;
