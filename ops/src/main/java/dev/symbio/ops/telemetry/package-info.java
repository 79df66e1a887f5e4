/**
 * A user's file of telemetry and what becomes of it: a mapping says which columns are what and which promises are made, one
 * commitment is made and signed per machine, the samples go in as its history, and the verdicts are read back. Rows that
 * cannot be used are reported, each with its line, and cost no other row.
 */
package dev.symbio.ops.telemetry;
