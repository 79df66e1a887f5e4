/**
 * The actor runtime. It hosts entities, keeps their events, projects them into read models and fires deadlines. It knows
 * no business word: what an entity means is declared by an {@link dev.symbio.platform.entity.EntityKind} elsewhere.
 */
package dev.symbio.platform;
