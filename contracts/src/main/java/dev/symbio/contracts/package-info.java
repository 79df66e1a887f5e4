/** The business: what companies do together, one package for each kind of shared work. */
package dev.symbio.contracts;
