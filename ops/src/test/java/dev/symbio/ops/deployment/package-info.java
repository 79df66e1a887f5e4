/**
 * Holds the files of a deployment against the code. They cannot be started where the tests run, so what is compared is all
 * that can be: form, names of settings, ports, versions, paths of probes, metrics, and what one file says of another.
 */
package dev.symbio.ops.deployment;
