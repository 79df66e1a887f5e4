/**
 * A user's pipeline, brought in as history: {@link dev.symbio.ops.opportunities.Mapping} says which column is what, {@link
 * dev.symbio.ops.opportunities.PipelineReader} reads the file, {@link dev.symbio.ops.opportunities.PipelineLoad} drives it
 * through the HTTP API, and {@link dev.symbio.ops.opportunities.PipelineReport} tells what the platform then lists. A row that
 * cannot be replayed is reported with its line and the reason.
 */
package dev.symbio.ops.opportunities;
