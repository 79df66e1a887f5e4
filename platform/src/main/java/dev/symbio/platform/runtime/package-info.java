/** Putting the platform together, starting it and stopping it. */
package dev.symbio.platform.runtime;
