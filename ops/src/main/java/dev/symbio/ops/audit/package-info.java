/**
 * For auditors: an export is downloaded ({@link dev.symbio.ops.audit.ExportCommand}), verified by anyone without a server
 * ({@link dev.symbio.ops.audit.VerifyCommand}), and becomes a system again ({@link dev.symbio.ops.audit.ImportCommand}).
 */
package dev.symbio.ops.audit;
