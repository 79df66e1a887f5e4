/**
 * Bulk intake: files of rows, CSV or NDJSON, of any size. One row per line, or in
 * CSV as many lines as the mapper joins; rows are read as they arrive, gathered into
 * chunks, and each chunk is one command. A row that cannot be read, or that its receiver refuses, is reported by its line
 * and does not hold up the others.
 *
 * <p>{@link dev.symbio.gateway.intake.LineSplitter} cuts bytes into lines, {@link dev.symbio.gateway.intake.RowReader}
 * turns lines into rows with the help of a feature's {@link dev.symbio.gateway.intake.RowMapper}, and {@link
 * dev.symbio.gateway.intake.Intake} sends the chunks, one at a time, pulling on the caller's connection only as fast as
 * they are taken.
 *
 * <p>Invariants: memory is bounded by one row and a few chunks, whatever is sent; the same file with the same
 * Idempotency-Key is cut into the same chunks, so that sending it again changes nothing and gives the same answer.
 */
package dev.symbio.gateway.intake;
