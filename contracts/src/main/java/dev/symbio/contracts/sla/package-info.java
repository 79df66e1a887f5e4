/**
 * Service-level agreements between two tenants: agreed terms, measured by observations, settled period by period.
 *
 * <p>Life: one party drafts, both negotiate (offered, countered) until both have signed the same version; from then on
 * the terms never change. An amendment is a new version that both sign, effective from a period boundary. The contract
 * ends when it is withdrawn before it was signed, or retired with a reason afterwards.
 *
 * <p>Measuring: observations come in batches with the source's own id. A repeat has no effect, a changed repeat is
 * reported as a conflict. Repeats are recognized as long as the observations of their period are kept, that is until
 * nothing can change the period any more; after that a fact from before the oldest period kept is refused, as it may have
 * been counted under another {@code at}. Each observation belongs to the period of its {@code at}; it also tells when it
 * happened, which may be long before it is recorded.
 *
 * <p>Settling: a period closes once it is over and its grace time has passed. The indicator is compared exactly, never
 * rounded; a breach falls into one credit tier; the credit is a share of the period's value, rounded, then cut by the cap
 * of the period and the cap over twelve months. The settlement statement lists every number it was made of. A statement
 * is disputed, or accepted when nobody objects in time or both parties accept earlier; what is to be paid then goes to
 * finance until it is paid.
 *
 * <p>Invariants: an issued statement is never changed silently: what turns out later (late observations, accepted
 * exclusions, disputes) is listed as an adjustment, old credit and new. All payables and what is still carried or pending
 * add up to the credits of all periods. Credits never exceed the caps.
 *
 * <p>{@link dev.symbio.contracts.sla.SlaContract} is the entity, {@link dev.symbio.contracts.sla.SlaStatements} its
 * read model, {@link dev.symbio.contracts.sla.TermsInWords} says the terms in plain language.
 */
package dev.symbio.contracts.sla;
