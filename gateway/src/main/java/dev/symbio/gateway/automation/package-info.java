/** What a tenant sets to follow what across the kinds of work. */
package dev.symbio.gateway.automation;
