/**
 * Opportunities: what a tenant may sell to a customer, from the first touch to the money.
 *
 * <p>Life: opened in the first of six fixed stages; forward one stage at a time, each left only with the artefacts that its gate
 * asks for; back only with a reason. It ends won (with the signed contract and a person who confirms it), lost or abandoned
 * (with a reason). What is won has an expected day of payment, payments that come in, and an alert when they do not.
 *
 * <p>On the way: contacts with pain points, promises and minutes, the decision chain of the customer, artefacts, revisions of
 * clauses, a proof of concept. A quote without a contact for too long is an alert to its owner and supervisor; a promised next
 * action whose time passes without another contact is one to the owner, and a contract that comes to its end while its customer
 * is left alone to both. The content of an artefact is kept beside the read model; the event has what proves that it is the same.
 *
 * <p>Standards are watched (cap 22). Three contacts in a row without minutes are told: the number is the material's. So is an
 * abnormal jump of the rate at which customers name competitors, for which the material gives no number; these are the
 * platform's own, and each tenant sets others in its sales settings: the last 5 contacts against all before, of which there are
 * at least 5, and a share that is higher by at least 0.4, so that two customers who happen to name one are no jump. It is told
 * once, and again only after it has been over.
 *
 * <p>How selling goes is read over all opportunities: 90 percent of them are to be visible (cap 27), and conversion stands month
 * by month beside the share of customers that were won again (cap 25).
 *
 * <p>History from another system comes in line by line, with the times at which things happened; alerts for times long past are
 * recorded, but nobody is told.
 *
 * <p>Invariants: facts are recorded in the order in which they happened; the gate that was passed stands in the event; a role in
 * the decision chain is confirmed once; a partner sees the fields that are shared with it and no others; to all other tenants
 * the opportunity does not exist.
 *
 * <p>{@link dev.symbio.contracts.opportunity.Opportunity} is the entity, {@link
 * dev.symbio.contracts.opportunity.OpportunityRows} its read model, {@link
 * dev.symbio.contracts.opportunity.OpportunityStays} that of how selling goes, {@link dev.symbio.contracts.opportunity.SalesSettings} what
 * each tenant sets for all of its opportunities.
 */
package dev.symbio.contracts.opportunity;
