// spring-boot-starter-web and spring-boot-starter-oauth2-client, 3.5 or newer; nothing to add to application.yaml
import org.springframework.context.annotation.*;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.registration.*;
import org.springframework.security.oauth2.client.web.*;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
class LogInConfig {
  @Bean
  ClientRegistrationRepository countersign() {
    return new InMemoryClientRegistrationRepository(
        ClientRegistrations.fromIssuerLocation({{ISSUER}})
            .registrationId("countersign")
            .clientId({{CLIENT_ID}})
            .clientSecret(System.getenv("CLIENT_SECRET"))
            .redirectUri({{REDIRECT_URI}})
            .scope({{SCOPES}})
            .build());
  }

  @Bean
  SecurityFilterChain logIn(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
    var pkce = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
    pkce.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    return http
        .authorizeHttpRequests(asked -> asked.anyRequest().authenticated())
        .oauth2Login(login -> login
            .authorizationEndpoint(to -> to.authorizationRequestResolver(pkce))
            .redirectionEndpoint(back -> back.baseUri({{REDIRECT_PATH}})))
        .build();
  }
}
