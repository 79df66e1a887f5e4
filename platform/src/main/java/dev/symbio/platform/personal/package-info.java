/**
 * Personal data in stored events, and how it is destroyed.
 *
 * <p>Each person of a tenant has a data key ({@link dev.symbio.platform.personal.DataKey}), and so has the tenant itself. What an
 * event tells of a person is stored under that key: texts encrypted ({@link dev.symbio.platform.personal.Personal}), names of
 * persons as the key's id ({@link dev.symbio.platform.personal.Subject}). Hashes are over what is stored, so chains verify without
 * any key.
 *
 * <p>A text stays sealed from then on, in states, snapshots, read models and messages alike, and is opened on the way out
 * ({@link dev.symbio.platform.personal.Openings}). A name is opened where entities and projections read events, because decisions
 * and queries compare names.
 *
 * <p>Redaction destroys the key. What was under it then reads {@code [redacted]}, wherever it lies; columns that hold the name itself
 * are cleaned by {@link dev.symbio.platform.personal.Sweep}; JSON and messages hold it as events do
 * ({@link dev.symbio.platform.personal.StoredNames}).
 *
 * <p>Data keys lie wrapped under the installation's {@link dev.symbio.platform.personal.MasterKey}. What else must not be read or
 * made up by whoever has the database alone hangs on it too: secrets of webhooks
 * ({@link dev.symbio.platform.personal.SealedSecrets}), and hashes of snapshots and of commands
 * ({@link dev.symbio.platform.personal.KeyedHash}).
 */
package dev.symbio.platform.personal;
