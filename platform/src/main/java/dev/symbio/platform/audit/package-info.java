/**
 * What auditors rely on, for every kind of entity: who did what ({@link dev.symbio.platform.audit.AuditTrail}), and proof that
 * nothing was changed afterwards.
 *
 * <p>Each entity's events form a hash chain (see {@link dev.symbio.platform.entity.StoredEvent}). That shows a changed event, but
 * not a chain that was cut at its end or written anew as a whole. So at an interval the heads of all chains of a tenant
 * are put under one hash tree (RFC 6962), its root is signed (Ed25519) and named in a
 * {@link dev.symbio.platform.audit.Checkpoint} that also names the checkpoint before it. Partners get the checkpoints as they are
 * made; whoever keeps one can tell later whether an export still agrees with it.
 *
 * <p>An {@link dev.symbio.platform.audit.ExportLine export} is a file of CloudEvents with everything that it takes to verify it;
 * {@link dev.symbio.platform.audit.Verifier} does that with nothing but the file and public keys, and with checkpoints that a
 * partner has kept. {@link dev.symbio.platform.audit.EntityExport} is such a file for one entity alone: a
 * {@link dev.symbio.platform.audit.Proof} stands for all the others. {@link dev.symbio.platform.audit.Import} makes a system of it again.
 *
 * <p>A key that was replaced goes on proving what it signed: {@link dev.symbio.platform.audit.SigningKeys} keeps its public half.
 *
 * <p>{@link dev.symbio.platform.audit.JournalCheck} reads the whole journal, also what lies before snapshots and is read by nobody
 * else; {@link dev.symbio.platform.audit.JournalWatch} does so in the background. Where the journal has a copy
 * ({@link dev.symbio.platform.audit.JournalPlaces}) both are read, and must have the same events.
 */
package dev.symbio.platform.audit;
