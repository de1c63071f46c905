/** Section 2.3 of document 001: training in the space of functions. */
@NullMarked
package org.paisaje.claims.catalogue.document001.function;

import org.jspecify.annotations.NullMarked;
