/**
 * For auditors: what happened to an entity, and what caused what. {@link dev.symbio.gateway.audit.EventPages} tells histories for
 * all kinds; each kind's own endpoints decide who may read one, and what is cut out of it.
 */
package dev.symbio.gateway.audit;
