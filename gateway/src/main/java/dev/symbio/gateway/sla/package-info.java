/**
 * SLA contracts over HTTP: negotiating, recording, settling, reading. The rules are those of {@link
 * dev.symbio.contracts.sla}; here is only what goes in and out.
 *
 * <p>Every command goes to the contract's entity, which decides who may; what a caller may not see is answered exactly
 * like a contract that does not exist. Details are read from the entity, lists from the read model, and history from the
 * journal.
 */
package dev.symbio.gateway.sla;
