// A trial with a hub of its own: what the template creates where nothing exists yet.
using '../../infra/bicep/main.bicep'

param environmentName = 'what-if'
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param trialHub = 'F1'
