/** Section 3.3 of document 001: how far parameters move and what linearization leaves. */
@NullMarked
package org.paisaje.claims.catalogue.document001.linearization;

import org.jspecify.annotations.NullMarked;
