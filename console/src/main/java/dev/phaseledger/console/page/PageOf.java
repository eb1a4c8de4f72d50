package dev.phaseledger.console.page;

import dev.phaseledger.api.query.Page;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.axonframework.messaging.responsetypes.ResponseType;

/// Asks for the page of a query handler that answers `Page` of a view: Axon's own response types do
/// not match generic ones.
///
/// @param item the view that the page has
public record PageOf(Class<?> item) implements ResponseType<Object> {

  @Override
  public boolean matches(Type answer) {
    return answer instanceof ParameterizedType page
        && page.getRawType() == Page.class
        && page.getActualTypeArguments()[0] == item;
  }

  @Override
  public Class<Object> responseMessagePayloadType() {
    return Object.class;
  }

  @Override
  public Class<?> getExpectedResponseType() {
    return Page.class;
  }
}
