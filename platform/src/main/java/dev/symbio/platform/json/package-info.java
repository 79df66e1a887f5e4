/** How values are written and read as JSON: one mapper for storage and API alike. */
package dev.symbio.platform.json;
