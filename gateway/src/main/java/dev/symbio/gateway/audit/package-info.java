/**
 * For auditors: what happened to an entity, and what caused what. {@link dev.symbio.gateway.audit.EventPages} tells histories for
 * all kinds; each kind's own endpoints decide who may read one, and what is cut out of it.
 *
 * <p>And what shows that nothing was changed: {@link dev.symbio.gateway.audit.CheckpointEndpoints} gives out signed checkpoints,
 * the key and exports; {@link dev.symbio.gateway.audit.ProofEndpoints} proves one entity without the others;
 * {@link dev.symbio.gateway.audit.CheckpointMessages} sends each checkpoint to the partners it concerns.
 */
package dev.symbio.gateway.audit;
