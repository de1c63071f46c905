/** Section 5 of document 001: least norm and the peak at interpolation. */
@NullMarked
package org.paisaje.claims.catalogue.document001.generalization;

import org.jspecify.annotations.NullMarked;
