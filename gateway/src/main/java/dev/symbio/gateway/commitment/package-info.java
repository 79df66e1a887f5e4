/**
 * Value commitments over HTTP: drafting and signing, triggers and telemetry, waivers and obstacles, and the verdicts with all
 * that it takes to compute them again. A person signs only in a capacity that the person's roles give; everything else is
 * decided by the entity.
 */
package dev.symbio.gateway.commitment;
