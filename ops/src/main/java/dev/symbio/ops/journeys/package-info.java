/**
 * An event log of somebody's cases becomes journeys with history: each case a journey with one task, whose time runs, pauses
 * and stops as the states of the log say. A mapping tells what the columns and states mean. What used how much time is asked
 * of the platform afterwards, not computed here.
 */
package dev.symbio.ops.journeys;
