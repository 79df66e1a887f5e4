/**
 * For auditors: what happened to an entity, and what caused what. {@link dev.symbio.gateway.audit.EventPages} tells histories for
 * all kinds; each kind's own endpoints decide who may read one, and what is cut out of it.
 *
 * <p>{@link dev.symbio.gateway.audit.AsOf} brings back an entity as it was, for the detail endpoint of each kind and for
 * {@code /api/v1/audit/differences}. A kind comes here by {@link dev.symbio.gateway.audit.Audited}: its feature says who may follow a
 * history, what is seen of an event and how a state is shown, so that all of audit keeps to the feature's rights. What a tenant
 * sets for itself comes by {@link dev.symbio.gateway.audit.OwnKind}, and {@link dev.symbio.gateway.audit.HistoryEndpoints} tells it.
 *
 * <p>Everything that {@code /api/v1/audit} tells rests on those rights: of its own entities a tenant is told everything but the people
 * and requests of others; of another tenant's entity what that entity's own history shows it, whether it names the entity or asks
 * what its own people did ({@link dev.symbio.gateway.audit.ActsElsewhere}); and what it may not see is answered as if it were not
 * there.
 *
 * <p>And what shows that nothing was changed: {@link dev.symbio.gateway.audit.CheckpointEndpoints} gives out signed checkpoints,
 * the key and exports; {@link dev.symbio.gateway.audit.ProofEndpoints} proves one entity without the others,
 * {@link dev.symbio.gateway.audit.EntityExportEndpoints} gives out its events with the proof;
 * {@link dev.symbio.gateway.audit.CheckpointMessages} sends each checkpoint to the partners it concerns.
 */
package dev.symbio.gateway.audit;
