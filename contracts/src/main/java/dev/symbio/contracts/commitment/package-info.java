/**
 * Value commitments: what a vendor has promised that its product or service will bring, checked against telemetry.
 *
 * <p>Life: the host drafts up to twelve promises (cap 48). Sales, delivery and customer success of the host sign, each a
 * person of their own, and the customer's tenant where the draft says so; any change before that clears the signatures. It
 * is active once all have signed, and stays until it is ended with a reason.
 *
 * <p>Measuring: a promise reads one field of one telemetry stream. Its windows begin when its trigger has happened and the
 * delay is over. Samples come in batches with the source's own id: a repeat has no effect, a changed repeat is a conflict
 * that is reported. Samples are kept, to recognise repeats, for the tolerance behind the newest one of their stream; what is
 * older than that, or belongs to judged windows only, is late: reported, not counted. Beside those, the state keeps one
 * {@link dev.symbio.contracts.commitment.Tally} per open window, never the samples of a window; these are in the events.
 *
 * <p>Judging: a window is judged when it is over and the tolerance has passed, in order. The measured value is an exact
 * fraction and never rounded before it is compared. A breach goes up the promise's ladder, step by step, until the promise
 * recovers or is waived by both sides.
 *
 * <p>History: a commitment drafted with {@code backfill} takes samples from before it was active; nothing is judged until the
 * backfill is declared complete, then all windows that are over are, in order.
 *
 * <p>{@link dev.symbio.contracts.commitment.ValueCommitment} is the entity,
 * {@link dev.symbio.contracts.commitment.CommitmentRecords} its read model.
 */
package dev.symbio.contracts.commitment;
