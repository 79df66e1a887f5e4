/** For auditors, across entities: what caused what. Each entity's own history is with the entity's endpoints. */
package dev.symbio.gateway.audit;
