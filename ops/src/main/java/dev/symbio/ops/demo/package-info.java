/**
 * {@code ops/demo}: Symbio alive, with companies, contracts and deliveries.
 *
 * <p>With a data set the deliveries are those of its file, brought in as {@link dev.symbio.ops.deliveries.Load} does for
 * any file; without one {@link dev.symbio.ops.demo.PartnerHistory} makes up two years of eight providers, with seasons, a
 * bad partner and a strike, the same for the same seed. {@link dev.symbio.ops.demo.Settling} lets both parties accept
 * what they owe and {@link dev.symbio.ops.demo.FinanceDesk}, an HTTP server of its own, plays their finance systems: it
 * takes the signed webhooks in and confirms the payments. Opportunities, journeys and value commitments come from the other
 * files of the data set ({@link dev.symbio.ops.demo.OtherFiles}) or are made up ({@link dev.symbio.ops.demo.Undertakings}). {@link dev.symbio.ops.demo.Life} then goes on until it is
 * stopped.
 */
package dev.symbio.ops.demo;
