/**
 * Opportunities over HTTP: opening, working on them, ending, collecting, sharing, reading; history that comes in as files; and
 * what a tenant sets for all of them. The rules are those of {@link dev.symbio.contracts.opportunity}; here is only what goes in
 * and out, and what the tenant has set goes along with the commands that need it.
 *
 * <p>Files are stored as they arrive, under an id of their own, and count once the opportunity's event names it. Owner and
 * supervisor are held against the members of the tenant.
 *
 * <p>A partner sees the fields that are shared with it; what a caller may not see is answered exactly like an opportunity that
 * does not exist. Details are read from the entity, lists from the read model, and history from the journal.
 */
package dev.symbio.gateway.opportunity;
