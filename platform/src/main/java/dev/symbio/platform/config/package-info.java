/** What can be set, with defaults and limits; a wrong setting stops the start and says what was expected. */
package dev.symbio.platform.config;
