@NullMarked
package org.paisaje.claims.catalogue.document001;

import org.jspecify.annotations.NullMarked;
