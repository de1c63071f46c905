/** Sections 3.1 and 3.2 of document 001: convergence of descent, its rate, classification and margins. */
@NullMarked
package org.paisaje.claims.catalogue.document001.convergence;

import org.jspecify.annotations.NullMarked;
