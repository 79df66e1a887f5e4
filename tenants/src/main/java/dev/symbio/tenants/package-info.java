/**
 * Who is who and who may see what. {@link dev.symbio.tenants.tenant} keeps the companies, their working calendars and
 * their people with roles; {@link dev.symbio.tenants.identity} finds out who is calling.
 */
package dev.symbio.tenants;
