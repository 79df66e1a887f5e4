/**
 * Work that spans entities. A {@link dev.symbio.platform.process.Process} turns an event of one kind into commands for other
 * entities; no entity calls another while deciding.
 *
 * <p>Each command's id is derived from the event, so that a repeat has no effect. What became of every command is kept in
 * the table {@code process_step}: cause, target, answer. A command whose target gave no answer is tried again until it does;
 * meanwhile the other events go on.
 */
package dev.symbio.platform.process;
