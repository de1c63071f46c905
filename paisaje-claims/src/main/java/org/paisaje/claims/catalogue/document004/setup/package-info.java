/** Claims of document 004 on what a network is as a map, how it is set up, and what its training stores. */
@NullMarked
package org.paisaje.claims.catalogue.document004.setup;

import org.jspecify.annotations.NullMarked;
